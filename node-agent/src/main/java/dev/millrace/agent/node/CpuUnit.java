package dev.millrace.agent.node;

import dev.millrace.agent.device.CpuEngine;
import dev.millrace.agent.device.SharedServers;
import dev.millrace.agent.device.Station;
import dev.millrace.agent.device.StationClock;

/** The cores of the node: the station of preprocessing and of the CPU device alike. */
record CpuUnit(SharedServers discipline, CpuEngine engine, Station station, StationClock clock)
        implements AutoCloseable {
    static CpuUnit start(int cores) {
        SharedServers discipline = new SharedServers(cores);
        CpuEngine engine = new CpuEngine("cpu", cores);
        Station station = new Station(discipline, engine);
        return new CpuUnit(
                discipline, engine, station, StationClock.start("cpu-clock", station, PreciseTimers::prepare));
    }

    @Override
    public void close() {
        clock.close();
        engine.close();
    }
}
