/** Published and customary placement rules, to compare with. */
@NullMarked
package dev.millrace.placement.baseline;

import org.jspecify.annotations.NullMarked;
