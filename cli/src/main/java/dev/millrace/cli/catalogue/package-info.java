/** What each type of device does with each model, for how much energy and money: {@code millrace report}. */
@NullMarked
package dev.millrace.cli.catalogue;

import org.jspecify.annotations.NullMarked;
