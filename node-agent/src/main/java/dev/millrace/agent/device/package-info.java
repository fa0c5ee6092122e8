/** Queues of devices: what waits, what is served next, and when it ends. Time is passed in, so that tests can play it. */
@NullMarked
package dev.millrace.agent.device;

import org.jspecify.annotations.NullMarked;
