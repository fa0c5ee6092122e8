@NullMarked
package dev.millrace.placement;

import org.jspecify.annotations.NullMarked;
