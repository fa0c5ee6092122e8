/** What the node tells the cluster. */
@NullMarked
package dev.millrace.agent.status;

import org.jspecify.annotations.NullMarked;
