/** Where commands get their objects from: manifests or the live cluster. */
@NullMarked
package dev.millrace.cli.input;

import org.jspecify.annotations.NullMarked;
