/** What a response time is made of, and how it moves with the rates. */
@NullMarked
package dev.millrace.queueing.sensitivity;

import org.jspecify.annotations.NullMarked;
