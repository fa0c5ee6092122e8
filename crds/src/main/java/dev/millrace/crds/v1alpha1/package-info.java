/**
 * The kinds of millrace.dev/v1alpha1. Each kind is a {@code CustomResource}; everything below it is a record whose
 * components are named as in a manifest and are null where the manifest has nothing. Durations and quantities stay strings,
 * read by {@code dev.millrace.crds.units}.
 */
package dev.millrace.crds.v1alpha1;
