package dev.millrace.placement.cell;

import java.util.List;

/** Finds the objectives that a content misses, more or less surely. */
@FunctionalInterface
interface Screen {
    /** The objectives missed under a configuration that overloads no station; empty where the content seems to hold. */
    List<Violation> missed(CellContent content, Configuration configuration);
}
