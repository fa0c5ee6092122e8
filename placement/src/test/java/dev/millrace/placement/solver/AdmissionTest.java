package dev.millrace.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.placement.testing.PlanAudit;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.Discipline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void whatItAdmitsOneByOneIsAPlanThatKeepsEveryObjective() {
        ClusterSnapshot all = Clusters.random(17, 24).snapshot();
        Admission admission = new Admission(all.withApps(List.of()), new QueueingPredictor());
        Map<AppRef, Assignment> running = new TreeMap<>();
        Map<DeviceRef, Discipline> disciplines = new HashMap<>();
        Set<App> hosted = new HashSet<>();

        for (App app : all.apps()) {
            Optional<Admission.Admitted> admitted = admission.admit(app);
            admitted.ifPresent(change -> {
                hosted.add(app);
                assertThat(change.place().app()).isEqualTo(app.ref());
                change.assignments().forEach(assignment -> {
                    Assignment before = running.put(assignment.app(), assignment);
                    // Batches and sets may change, places do not.
                    assertThat(before == null || before.device().equals(assignment.device()))
                            .isTrue();
                });
                disciplines.putAll(change.disciplines());
            });
        }

        assertThat(admission.hosted()).isEqualTo(hosted.size()).isEqualTo(running.size());
        assertThat(hosted).hasSizeBetween(5, 23);
        ClusterSnapshot taken =
                all.withApps(all.apps().stream().filter(hosted::contains).toList());
        PlanAudit.check(taken, new Plan("admission", new ArrayList<>(running.values()), disciplines, List.of()));
    }

    @Test
    void startsFromWhatRunsAndFindsRoomAgainAfterARelease() {
        ClusterSnapshot snapshot = new Clusters()
                .node("n", Clusters.gpu("g", 1000L))
                .add(
                        Clusters.app("first").rate(50).onGpu("a", 10, 10),
                        Clusters.app("second").rate(60).onGpu("b", 10, 10))
                .running("first", "n", "g", Clusters.GPU)
                .snapshot();
        App second = snapshot.apps().get(1);
        Admission admission = new Admission(snapshot, new QueueingPredictor());

        assertThat(admission.hosted()).isEqualTo(1);
        assertThat(admission.admit(second)).isEmpty();
        assertThat(admission.hosted()).isEqualTo(1);
        assertThat(admission.release(new AppRef("site", "first"))).isTrue();
        assertThat(admission.release(new AppRef("site", "first"))).isFalse();
        assertThat(admission.admit(second)).isPresent();
        assertThatThrownBy(() -> admission.admit(second)).hasMessageContaining("hosted already");
    }
}
