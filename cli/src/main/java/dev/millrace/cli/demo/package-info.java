/**
 * The demo: plans the examples, serves them by node agents that run as local processes, drives load, and shows predicted
 * beside observed. Whatever it starts and writes is gone when it ends, however it ends.
 */
@NullMarked
package dev.millrace.cli.demo;

import org.jspecify.annotations.NullMarked;
