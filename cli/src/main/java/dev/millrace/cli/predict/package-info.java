/** {@code millrace predict --explain}: what the predicted figures are made of. */
@NullMarked
package dev.millrace.cli.predict;

import org.jspecify.annotations.NullMarked;
