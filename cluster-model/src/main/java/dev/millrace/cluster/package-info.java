/**
 * Pure functions between the kinds of millrace.dev and the placement problem: objects to a snapshot, a plan to the specs of
 * InferenceNodes. No client, no clock, no files.
 */
@NullMarked
package dev.millrace.cluster;

import org.jspecify.annotations.NullMarked;
