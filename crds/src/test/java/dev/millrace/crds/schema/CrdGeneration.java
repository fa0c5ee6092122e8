package dev.millrace.crds.schema;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.PlacementPolicy;
import io.fabric8.crdv2.generator.CRDGenerationInfo;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes the CustomResourceDefinitions from the types. */
final class CrdGeneration {
    static final List<Class<? extends CustomResource<?, ?>>> KINDS = List.of(
            InferenceApp.class, InferenceModel.class, InferenceNode.class, ModelProfile.class, PlacementPolicy.class);

    private CrdGeneration() {}

    /** One definition a kind, in the order of {@link #KINDS}. */
    static List<CustomResourceDefinition> generate() {
        // Fields, not accessors: a record repeats a component's annotations on both, and rules would count twice.
        var mapper = new ObjectMapper()
                .setVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
        var collector = new Collector(mapper);
        collector.customResourceClasses(List.copyOf(KINDS)).forCRDVersions("v1").withParallelGenerationEnabled(false);
        collector.generate();
        return KINDS.stream().map(collector::definitionOf).toList();
    }

    private static final class Collector extends CRDGenerator {
        private final List<CustomResourceDefinition> definitions = new ArrayList<>();

        Collector(ObjectMapper mapper) {
            withObjectMapper(mapper, new KubernetesSerialization(mapper, true));
            withOutput(new NoOutput());
        }

        @Override
        public void emitCrd(HasMetadata crd, Set<String> dependentClassNames, CRDGenerationInfo info) {
            definitions.add((CustomResourceDefinition) crd);
        }

        CustomResourceDefinition definitionOf(Class<?> kind) {
            var definition = definitions.stream()
                    .filter(d -> d.getSpec().getNames().getKind().equals(kind.getSimpleName()))
                    .findAny()
                    .orElseThrow();
            new SchemaRefinement(definition, kind).apply();
            return definition;
        }
    }

    /** The generator insists on an output; {@link Collector} takes the definitions before anything is written. */
    private static final class NoOutput implements CRDGenerator.CRDOutput<java.io.OutputStream> {
        @Override
        public java.io.OutputStream outputFor(String crdName) {
            return java.io.OutputStream.nullOutputStream();
        }

        @Override
        public java.net.URI crdURI(String crdName) {
            return java.net.URI.create("memory:" + crdName);
        }

        @Override
        public void close() {}
    }
}
