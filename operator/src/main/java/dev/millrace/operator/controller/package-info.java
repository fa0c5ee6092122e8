/** The only package that talks to the API server: reconcilers, informer caches, Events. */
@NullMarked
package dev.millrace.operator.controller;

import org.jspecify.annotations.NullMarked;
