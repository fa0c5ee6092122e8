/** Open Inference Protocol v2 over HTTP, with binary tensor data. */
@NullMarked
package dev.millrace.agent.protocol.rest;

import org.jspecify.annotations.NullMarked;
