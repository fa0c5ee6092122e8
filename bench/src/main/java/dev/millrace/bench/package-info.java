/** Benchmarks of the predictor and the simulator, their committed ranges, and the accuracy report. */
package dev.millrace.bench;
