package dev.millrace.agent.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is refused where not all can wait. */
class RoomTest {
    private final List<String> served = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Copy one = Timeline.copy("one", 10, 0);
    private final Copy two = Timeline.copy("two", 10, 0);

    @Test
    void aFullLineRefusesNewcomersOfNoHigherPriority() {
        for (Discipline discipline : disciplines()) {
            Station station = new Station(discipline, new WaitEngine());
            Room room = new Room(2, 100);
            for (String name : List.of("a", "b", "c", "d")) {
                submit(station, room, name, one, 0);
            }
            submit(station, room, "e", two, 0);
            assertThat(refused).as("%s", discipline).containsExactly("d");
            station.advance(Timeline.nanos(1000));
            assertThat(served).containsExactlyInAnyOrder("a", "b", "c", "e");
            forget();
        }
    }

    @Test
    void aHigherPriorityTakesThePlaceOfTheLastOfTheLowest() {
        for (Discipline discipline : disciplines()) {
            Station station = new Station(discipline, new WaitEngine());
            Room room = new Room(3, 100);
            submit(station, room, "served", one, 0);
            submit(station, room, "high", one, 2);
            submit(station, room, "low", one, 0);
            submit(station, room, "lowest, last", one, 0);
            submit(station, room, "new", one, 1);
            assertThat(refused).as("%s", discipline).containsExactly("lowest, last");
            submit(station, room, "newer", one, 1);
            assertThat(refused).containsExactly("lowest, last", "low");
            submit(station, room, "newest", one, 1);
            assertThat(refused).containsExactly("lowest, last", "low", "newest");
            station.advance(Timeline.nanos(1000));
            assertThat(served)
                    .as("in order of arrival, not of priority")
                    .containsExactly("served", "high", "new", "newer");
            forget();
        }
    }

    @Test
    void aFullDeviceLooksAtAllCopies() {
        Station station = new Station(new OneAtATime(Order.FCFS), new WaitEngine());
        Room room = new Room(100, 2);
        submit(station, room, "served", one, 0);
        submit(station, room, "one", one, 0);
        submit(station, room, "two", two, 1);
        submit(station, room, "three", two, 1);
        assertThat(refused).containsExactly("one");
    }

    private static List<Discipline> disciplines() {
        return List.of(new OneAtATime(Order.FCFS), new WorkerPerCopy(), new SharedServers(1));
    }

    private void forget() {
        served.clear();
        refused.clear();
    }

    private void submit(Station station, Room room, String name, Copy copy, long priority) {
        station.submit(
                new Job(copy, 0, 0, Job.NEVER, priority, null, new Job.Listener() {
                    @Override
                    public void served(Visit visit) {
                        served.add(name);
                    }

                    @Override
                    public void expired() {}

                    @Override
                    public void refused() {
                        refused.add(name);
                    }
                }),
                room);
    }
}
