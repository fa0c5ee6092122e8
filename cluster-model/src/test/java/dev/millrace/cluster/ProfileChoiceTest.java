package dev.millrace.cluster;

import static dev.millrace.cluster.Objects.model;
import static dev.millrace.cluster.Objects.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceModelStatus;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.VariantStatus;
import dev.millrace.placement.model.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileChoiceTest {
    private static final String SHA_A = "a".repeat(64);
    private static final String SHA_B = "b".repeat(64);

    private static final ModelProfile ESTIMATED = cost("1-est", "m", "coral-usb", 1, "source: {kind: Estimated}");
    private static final ModelProfile PUBLISHED = cost("2-pub", "m", "coral-usb", 2, "source: {kind: Published}");
    private static final ModelProfile MEASURED = cost("3-mea", "m", "coral-usb", 3, "source: {kind: Measured}");
    private static final ModelProfile EXACT =
            cost("4-sha", "m", "coral-usb", 4, "source: {kind: Estimated}, sha256: " + SHA_A);
    private static final ModelProfile OTHER_ARTEFACT =
            cost("5-sha", "m", "coral-usb", 5, "source: {kind: Measured}, sha256: " + SHA_B);
    private static final ModelProfile OTHER_TYPE = cost("6", "m", "coral-pcie", 6, "source: {kind: Estimated}");

    private static ModelProfile cost(String name, String model, String type, int meanMs, String rest) {
        return profile(
                name,
                "{model: %s, deviceType: %s, memory: 1Mi, serviceTime: [{batch: 1, mean: %dms}], %s}"
                        .formatted(model, type, meanMs, rest));
    }

    private static InferenceModel withSha(String sha256) {
        String sha = sha256 == null ? "" : ", sha256: " + sha256;
        return model(
                "ns",
                "m",
                "{variants: [{name: v, deviceClass: EdgeTPU, format: tflite, uri: 'https://x/m'" + sha + "}]}");
    }

    private static double chosen(InferenceModel model, ModelProfile... profiles) {
        List<ModelProfile> shuffled = new ArrayList<>(List.of(profiles));
        Collections.reverse(shuffled);
        Map<String, Profile> costs = new ProfileIndex(shuffled)
                .costs(model, model.getSpec().variants().getFirst());
        return costs.get("coral-usb").service().at(1).meanMs();
    }

    @Test
    void theVeryArtefactComesBeforeMeasuredBeforePublishedBeforeEstimated() {
        InferenceModel model = withSha(SHA_A);
        assertThat(chosen(model, ESTIMATED, PUBLISHED, MEASURED, EXACT, OTHER_ARTEFACT))
                .isEqualTo(4);
        assertThat(chosen(model, ESTIMATED, PUBLISHED, MEASURED, OTHER_ARTEFACT))
                .isEqualTo(3);
        assertThat(chosen(model, ESTIMATED, PUBLISHED, OTHER_ARTEFACT)).isEqualTo(2);
        assertThat(chosen(model, ESTIMATED)).isEqualTo(1);
    }

    @Test
    void aProfileOfOneArtefactIsNoneForAnUnknownArtefact() {
        assertThat(chosen(withSha(null), EXACT, ESTIMATED)).isEqualTo(1);
    }

    @Test
    void aDigestResolvedInTheStatusCounts() {
        InferenceModel model = withSha(null);
        model.setStatus(new InferenceModelStatus(List.of(new VariantStatus("v", "sha256:" + SHA_A))));
        assertThat(chosen(model, EXACT, ESTIMATED)).isEqualTo(4);
    }

    @Test
    void eachDeviceTypeHasItsOwn() {
        InferenceModel model = withSha(SHA_A);
        assertThat(new ProfileIndex(List.of(ESTIMATED, OTHER_TYPE))
                        .costs(model, model.getSpec().variants().getFirst()))
                .containsOnlyKeys("coral-usb", "coral-pcie");
    }

    @Test
    void specProfileIsTheKeyAndTheNameStandsIn() {
        InferenceModel named = model(
                "ns", "gate", "{profile: m, variants: [{name: v, deviceClass: EdgeTPU, format: tflite, uri: u}]}");
        assertThat(ProfileIndex.modelKey(named)).isEqualTo("m");
        assertThat(ProfileIndex.modelKey(withSha(null))).isEqualTo("m");
        assertThat(chosen(named, ESTIMATED)).isEqualTo(1);
    }

    @Test
    void withoutADigestArtefactsAreSharedWithinTheirNamespaceOnly() {
        InferenceModel here =
                model("ns", "one", "{variants: [{name: v, deviceClass: EdgeTPU, format: tflite, uri: 'https://x/m'}]}");
        InferenceModel there = model(
                "other", "one", "{variants: [{name: v, deviceClass: EdgeTPU, format: tflite, uri: 'https://x/m'}]}");
        InferenceModel again =
                model("ns", "two", "{variants: [{name: w, deviceClass: EdgeTPU, format: tflite, uri: 'https://x/m'}]}");

        assertThat(identity(here)).isEqualTo(identity(again)).isNotEqualTo(identity(there));
    }

    @Test
    void equalDigestsAreOneArtefactEverywhere() {
        InferenceModel upper = model(
                "other",
                "x",
                "{variants: [{name: v, deviceClass: EdgeTPU, format: tflite, uri: 'oci://y', sha256: "
                        + SHA_A.toUpperCase(Locale.ROOT) + "}]}");
        assertThat(identity(withSha(SHA_A))).isEqualTo(identity(upper));
        assertThat(identity(withSha(SHA_A))).isNotEqualTo(identity(withSha(SHA_B)));
    }

    private static String identity(InferenceModel model) {
        return Artefacts.identity(model, model.getSpec().variants().getFirst());
    }
}
