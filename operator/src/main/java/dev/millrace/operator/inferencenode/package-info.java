/** What an InferenceNode's spec and its condition Ready are to look like. Pure: no API client in here. */
@NullMarked
package dev.millrace.operator.inferencenode;

import org.jspecify.annotations.NullMarked;
