package dev.millrace.agent.device;

import java.util.LinkedHashMap;
import java.util.Map;

/** Plays arrivals to a station at times of the test's choosing, in milliseconds, and keeps what came of them. */
final class Timeline {
    private static final long MS = 1_000_000;

    private final Station station;
    private final Map<String, Visit> visits = new LinkedHashMap<>();
    private final Map<String, Boolean> expired = new LinkedHashMap<>();

    Timeline(Discipline discipline, Engine engine) {
        this.station = new Station(discipline, engine);
    }

    static Copy copy(String id, double serviceMs, double switchMs) {
        return Copy.alone(id, ServiceTimes.constant(nanos(serviceMs)), nanos(switchMs));
    }

    static Copy copyInSet(String id, String set, double serviceMs, double switchMs) {
        return new Copy(id, ServiceTimes.constant(nanos(serviceMs)), nanos(switchMs), set, 1);
    }

    Timeline arrive(String name, Copy copy, double atMs) {
        return arrive(name, copy, atMs, atMs + 1000, Job.NEVER);
    }

    Timeline arriveDue(String name, Copy copy, double atMs, double deadlineMs) {
        return arrive(name, copy, atMs, deadlineMs, Job.NEVER);
    }

    Timeline arriveExpiring(String name, Copy copy, double atMs, double expiresMs) {
        return arrive(name, copy, atMs, atMs + 1000, nanos(expiresMs));
    }

    private Timeline arrive(String name, Copy copy, double atMs, double deadlineMs, long expires) {
        station.submit(new Job(copy, nanos(atMs), nanos(deadlineMs), expires, 0, null, new Job.Listener() {
            @Override
            public void served(Visit visit) {
                visits.put(name, visit);
            }

            @Override
            public void expired() {
                expired.put(name, true);
            }
        }));
        return this;
    }

    /** Lets the station notice only now what should have happened by then. */
    Timeline advance(double ms) {
        station.advance(nanos(ms));
        return this;
    }

    Station station() {
        return station;
    }

    double startMs(String name) {
        return (double) visits.get(name).startedNanos() / MS;
    }

    double endMs(String name) {
        return (double) visits.get(name).endedNanos() / MS;
    }

    Visit visit(String name) {
        return visits.get(name);
    }

    boolean isExpired(String name) {
        return expired.containsKey(name);
    }

    static long nanos(double ms) {
        return Math.round(ms * MS);
    }
}
