/**
 * What an InferenceApp's status, Service and EndpointSlices are to look like. Pure: values in, objects out; the reconciler
 * that compares and writes them is in {@code controller}.
 */
@NullMarked
package dev.millrace.operator.inferenceapp;

import org.jspecify.annotations.NullMarked;
