package dev.millrace.placement.problem;

import java.util.List;

/**
 * Devices whose response times depend on each other: all devices of a node where apps preprocess on its CPU, else each
 * device alone. The smallest unit the predictor is asked about.
 *
 * @param type equal for cells that behave alike: same device types in the same order, same cores
 */
public record Cell(int index, int type, int cores, List<Site> sites) {
    public Cell {
        sites = List.copyOf(sites);
    }
}
