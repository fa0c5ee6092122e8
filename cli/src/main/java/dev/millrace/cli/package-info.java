/** The command line: {@code millrace predict}, {@code plan}, {@code simulate}, {@code explain} and their options. */
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
