package dev.millrace.cli.demo.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An object that the demo applies.
 *
 * @param type as kubectl takes it, for example {@code modelprofile}
 * @param namespaced whether it lives and goes with a namespace
 */
record DemoObject(String type, String name, boolean namespaced, String yaml) {

    static DemoObject namespaced(HasMetadata object) {
        return of(object, true);
    }

    static DemoObject clusterScoped(HasMetadata object) {
        return of(object, false);
    }

    /** One document after the other. */
    static String yaml(List<DemoObject> objects) {
        return objects.stream().map(DemoObject::yaml).collect(Collectors.joining());
    }

    private static DemoObject of(HasMetadata object, boolean namespaced) {
        return new DemoObject(
                object.getKind().toLowerCase(Locale.ROOT),
                object.getMetadata().getName(),
                namespaced,
                Serialization.asYaml(object));
    }
}
