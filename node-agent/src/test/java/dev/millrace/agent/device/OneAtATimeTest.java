package dev.millrace.agent.device;

import static dev.millrace.agent.device.Timeline.copy;
import static dev.millrace.agent.device.Timeline.copyInSet;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneAtATimeTest {
    private final Timeline fcfs = new Timeline(new OneAtATime(Order.FCFS), new WaitEngine());
    private final Timeline swapAware = new Timeline(new OneAtATime(Order.SWAP_AWARE), new WaitEngine());

    @Test
    void firstRequestPaysTheSwitchAndTheNextOfTheSameCopyDoesNot() {
        Copy a = copy("a", 5, 10);
        fcfs.arrive("1", a, 0).arrive("2", a, 1).advance(100);
        assertThat(fcfs.endMs("1")).isEqualTo(15);
        assertThat(fcfs.endMs("2")).isEqualTo(20);
        assertThat(fcfs.visit("1").switchNanos()).isEqualTo(Timeline.nanos(10));
        assertThat(fcfs.visit("2").switchNanos()).isZero();
    }

    @Test
    void servesInOrderOfArrivalOverAllCopiesAndSwitchesEachTime() {
        Copy a = copy("a", 5, 10);
        Copy b = copy("b", 2, 3);
        fcfs.arrive("a1", a, 0).arrive("b1", b, 1).arrive("a2", a, 2).advance(100);
        assertThat(fcfs.endMs("a1")).isEqualTo(15);
        assertThat(fcfs.endMs("b1")).isEqualTo(20);
        assertThat(fcfs.endMs("a2")).isEqualTo(35);
    }

    @Test
    void membersOfASetStayResidentTogetherUntilACopyFromOutsideIsLoaded() {
        Copy a = copyInSet("a", "s", 1, 10);
        Copy b = copyInSet("b", "s", 1, 20);
        Copy c = copy("c", 1, 30);
        fcfs.arrive("a1", a, 0).arrive("b1", b, 0).arrive("a2", a, 0).arrive("b2", b, 0);
        fcfs.arrive("c1", c, 0).arrive("a3", a, 0).arrive("b3", b, 0).advance(1000);
        assertThat(fcfs.endMs("a1")).isEqualTo(11);
        assertThat(fcfs.endMs("b1")).isEqualTo(32);
        assertThat(fcfs.endMs("a2")).isEqualTo(33);
        assertThat(fcfs.endMs("b2")).isEqualTo(34);
        assertThat(fcfs.endMs("c1")).isEqualTo(65);
        assertThat(fcfs.endMs("a3")).as("evicted with its set").isEqualTo(76);
        assertThat(fcfs.endMs("b3")).as("evicted with its set").isEqualTo(97);
    }

    @Test
    void swapAwareServesTheResidentCopyFirstThenTheEarliestDeadline() {
        Copy a = copy("a", 5, 10);
        Copy b = copy("b", 5, 10);
        Copy c = copy("c", 5, 10);
        swapAware
                .arriveDue("a1", a, 0, 100)
                .arriveDue("b1", b, 1, 90)
                .arriveDue("c1", c, 2, 50)
                .arriveDue("a2", a, 3, 500)
                .advance(1000);
        assertThat(swapAware.endMs("a1")).isEqualTo(15);
        assertThat(swapAware.endMs("a2")).as("resident, though due last").isEqualTo(20);
        assertThat(swapAware.endMs("c1")).as("due before b1").isEqualTo(35);
        assertThat(swapAware.endMs("b1")).isEqualTo(50);
    }

    @Test
    void swapAwareComparesCopiesByTheirFirstWaitingRequest() {
        Copy a = copy("a", 5, 0);
        Copy b = copy("b", 5, 1);
        Copy c = copy("c", 5, 1);
        swapAware
                .arriveDue("a1", a, 0, 10)
                .arriveDue("b1", b, 1, 300)
                .arriveDue("b2", b, 2, 5)
                .arriveDue("c1", c, 3, 200)
                .advance(1000);
        assertThat(swapAware.startMs("c1")).as("b1 is b's first and due later").isEqualTo(5);
        assertThat(swapAware.endMs("b1")).isLessThan(swapAware.endMs("b2"));
    }

    @Test
    void lateWakeUpsDelayNoStart() {
        Copy a = copy("a", 5, 0);
        fcfs.arrive("1", a, 0).arrive("2", a, 1);
        fcfs.advance(7.5);
        fcfs.arrive("3", a, 8).advance(40);
        assertThat(fcfs.startMs("2"))
                .as("the scheduled end of 1, not when it was noticed")
                .isEqualTo(5);
        assertThat(fcfs.startMs("3")).isEqualTo(10);
        assertThat(fcfs.endMs("3")).isEqualTo(15);
    }

    @Test
    void anExpiredRequestIsNotServed() {
        Copy a = copy("a", 5, 0);
        fcfs.arrive("1", a, 0)
                .arriveExpiring("2", a, 1, 4)
                .arriveExpiring("3", a, 1, 6)
                .advance(100);
        assertThat(fcfs.isExpired("2")).isTrue();
        assertThat(fcfs.startMs("3")).isEqualTo(5);
        assertThat(fcfs.station().waiting()).isZero();
    }

    @Test
    void aChangedOrderHoldsFromTheNextStart() {
        OneAtATime discipline = new OneAtATime(Order.FCFS);
        Timeline timeline = new Timeline(discipline, new WaitEngine());
        Copy a = copy("a", 5, 10);
        Copy b = copy("b", 5, 10);
        timeline.arrive("a1", a, 0).arrive("b1", b, 1).arrive("a2", a, 2);
        timeline.station().configure(() -> discipline.order(Order.SWAP_AWARE));
        timeline.advance(100);
        assertThat(timeline.endMs("a2")).isLessThan(timeline.endMs("b1"));
    }

    @Test
    void countsBusyTimeAndSwitches() {
        Copy a = copy("a", 5, 10);
        Copy b = copy("b", 5, 10);
        fcfs.arrive("a1", a, 0).arrive("b1", b, 20).advance(100);
        StationMeter.Reading reading = fcfs.station().meter(Timeline.nanos(100));
        assertThat(reading.switches()).isEqualTo(2);
        assertThat(reading.busyNanos()).isEqualTo(Timeline.nanos(30));
    }
}
