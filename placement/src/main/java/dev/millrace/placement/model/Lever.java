package dev.millrace.placement.model;

/** A means by which the planner hosts more apps. Each can be left out, to see what it brings. */
public enum Lever {
    /** An EdgeTPU serves what waits for the resident copy first; without it, requests are served as they come. */
    SWAP_AWARE,
    /** Copies that fit on chip together are compiled into one set. */
    CO_RESIDENT_SETS,
    /** A GPU serves several requests of one copy at once. */
    BATCHES,
    /** An app may be split over as many devices as it allows; without it, over as few as it asks for. */
    REPLICAS,
    /** The parts of a split app may differ in size. */
    UNEVEN_SHARES,
    /** An app may take any of its variants; without it, only the first that it lists. */
    VARIANTS,
    /** CPUs host apps as EdgeTPUs and GPUs do. */
    CPU_DEVICES,
    /** Cameras count as periodic; without it, as Poisson streams of the same rate. */
    PERIODIC_ARRIVALS,
    /** The first plan is improved by searching; without it, it is only confirmed. */
    SEARCH
}
