/** What a node serves: devices, loaded copies, request streams. All times in milliseconds, rates per second unless a name says otherwise. */
@NullMarked
package dev.millrace.queueing.model;

import org.jspecify.annotations.NullMarked;
