/** Container images as OCI layouts, made without a container engine. */
@NullMarked
package dev.millrace.images;

import org.jspecify.annotations.NullMarked;
