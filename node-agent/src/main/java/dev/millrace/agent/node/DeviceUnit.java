package dev.millrace.agent.node;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.CpuEngine;
import dev.millrace.agent.device.Discipline;
import dev.millrace.agent.device.Engine;
import dev.millrace.agent.device.OneAtATime;
import dev.millrace.agent.device.Order;
import dev.millrace.agent.device.SharingEngine;
import dev.millrace.agent.device.Station;
import dev.millrace.agent.device.StationClock;
import dev.millrace.agent.device.WaitEngine;
import dev.millrace.agent.device.WorkerPerCopy;
import dev.millrace.agent.plan.DeviceDeclaration;
import org.jspecify.annotations.Nullable;

/** A device of the node in operation. */
final class DeviceUnit implements AutoCloseable {
    private final DeviceDeclaration declaration;
    private final Discipline discipline;
    private final Station station;
    private final Engine engine;
    private final @Nullable StationClock clock;

    private DeviceUnit(
            DeviceDeclaration declaration,
            Discipline discipline,
            Station station,
            Engine engine,
            @Nullable StationClock clock) {
        this.engine = engine;
        this.declaration = declaration;
        this.discipline = discipline;
        this.station = station;
        this.clock = clock;
    }

    /** More copies than a GPU has memory for: a thread starts when its first request does. */
    private static final int MOST_COPIES = 64;

    /** Starts an accelerator; a CPU device is the node's CPU station. */
    static DeviceUnit start(DeviceDeclaration declaration, CpuUnit cpu) {
        return switch (declaration.deviceClass()) {
            case CPU -> new DeviceUnit(declaration, cpu.discipline(), cpu.station(), new WaitEngine(), null);
            case EDGE_TPU -> {
                OneAtATime discipline = new OneAtATime(Order.FCFS);
                Engine engine = declaration.emulated() ? new WaitEngine() : new CpuEngine(declaration.name(), 1);
                Station station = new Station(discipline, engine);
                yield new DeviceUnit(declaration, discipline, station, engine, clock(declaration, station));
            }
            case GPU -> {
                WorkerPerCopy discipline = new WorkerPerCopy();
                Engine engine =
                        declaration.emulated() ? new SharingEngine() : new CpuEngine(declaration.name(), MOST_COPIES);
                Station station = new Station(discipline, engine);
                yield new DeviceUnit(declaration, discipline, station, engine, clock(declaration, station));
            }
        };
    }

    private static StationClock clock(DeviceDeclaration declaration, Station station) {
        return StationClock.start(declaration.name(), station, PreciseTimers::prepare);
    }

    DeviceDeclaration declaration() {
        return declaration;
    }

    Station station() {
        return station;
    }

    void order(Order order) {
        if (discipline instanceof OneAtATime edgeTpu) {
            station.configure(() -> edgeTpu.order(order));
        }
    }

    void forget(Copy copy) {
        station.configure(() -> discipline.forget(copy));
    }

    @Override
    public void close() {
        if (clock != null) {
            clock.close();
        }
        engine.close();
    }
}
