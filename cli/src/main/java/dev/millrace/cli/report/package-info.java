/** What predictions, simulations and plans look like: JSON, YAML and tables. */
@NullMarked
package dev.millrace.cli.report;

import org.jspecify.annotations.NullMarked;
