package dev.millrace.agent.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.ServiceTimes;
import dev.millrace.agent.metrics.ServiceFigures;
import dev.millrace.agent.node.LoadedModel;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.LoadedCopy;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceReportTest {
    private static final Copy COPY = Copy.alone("tpu-0!a", ServiceTimes.constant(0), 0);

    private final ServiceFigures figures = new ServiceFigures();
    private final ServiceReport report = new ServiceReport(figures);

    private void serve(int times, double resident, double switchMs) {
        for (int i = 0; i < times; i++) {
            figures.executed(COPY, 1, (long) (resident * 1e6), (long) (switchMs * 1e6));
        }
    }

    private LoadedCopy told(boolean emulated) {
        return report.of(List.of(new LoadedModel(COPY.id(), "tpu-0", emulated, "m", null)))
                .getFirst();
    }

    @Test
    void timesAreToldOnceThereAreEnough() {
        serve(29, 5, 0);
        assertThat(told(false).serviceTime()).isNull();
        serve(1, 5, 0);
        assertThat(told(false).serviceTime()).containsExactly(new ServiceTimeRow(1, "5ms", 0.0));
        assertThat(told(false).switchTime()).isNull();
    }

    @Test
    void whatAnExecutionTakesLongerAfterASwitchIsTheSwitchTime() {
        serve(40, 5, 0);
        // A real device does not tell how long it switched: what is known is the sum, split as the profile says.
        serve(40, 7, 8);
        assertThat(told(false).switchTime()).isEqualTo("10ms");
        assertThat(told(false).serviceTime()).containsExactly(new ServiceTimeRow(1, "5ms", 0.0));
    }

    @Test
    void aLittleChangeIsNotWorthAWrite() {
        serve(40, 5, 0);
        List<ServiceTimeRow> before = told(false).serviceTime();
        serve(3000, 5.1, 0);
        assertThat(told(false).serviceTime()).isEqualTo(before);
        serve(6000, 6, 0);
        assertThat(Durations.millis(told(false).serviceTime().getFirst().mean()))
                .isCloseTo(6, within(0.01));
    }

    @Test
    void emulatedDevicesTellNothing() {
        serve(100, 5, 5);
        assertThat(told(true).serviceTime()).isNull();
        assertThat(told(true).switchTime()).isNull();
    }

    @Test
    void aCopyThatIsLoadedAnewBeginsAnew() {
        serve(100, 5, 0);
        assertThat(told(false).serviceTime()).isNotNull();
        report.of(List.of());
        assertThat(told(false).serviceTime()).isNull();
    }
}
