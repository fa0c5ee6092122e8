/** A snapshot, indexed for search: apps in planning order, devices, and the places each app may take. */
@NullMarked
package dev.millrace.placement.problem;

import org.jspecify.annotations.NullMarked;
