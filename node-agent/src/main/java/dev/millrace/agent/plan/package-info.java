/** What the node is to run, from manifests, the cluster or the last known plan on disk. */
@NullMarked
package dev.millrace.agent.plan;

import org.jspecify.annotations.NullMarked;
