/** Images to tensors: decode, resize, normalise. */
@NullMarked
package dev.millrace.agent.image;

import org.jspecify.annotations.NullMarked;
