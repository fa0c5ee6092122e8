/** Artefacts of models: where they come from, and whether they are what was declared. */
@NullMarked
package dev.millrace.agent.model;

import org.jspecify.annotations.NullMarked;
