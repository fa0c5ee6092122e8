package dev.millrace.crds.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/** A component of a record as a property in JSON. */
record RecordProperty(String jsonName, Type type, Field field) {

    /** The properties of a record type, in the order of declaration. */
    static List<RecordProperty> of(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(c -> of(type, c)).toList();
    }

    private static RecordProperty of(Class<?> type, RecordComponent component) {
        try {
            var field = type.getDeclaredField(component.getName());
            var renamed = field.getAnnotation(JsonProperty.class);
            return new RecordProperty(
                    renamed == null ? component.getName() : renamed.value(), component.getGenericType(), field);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean has(Class<? extends Annotation> annotation) {
        return field.isAnnotationPresent(annotation);
    }

    <A extends Annotation> A get(Class<A> annotation) {
        return field.getAnnotation(annotation);
    }

    String description() {
        return get(JsonPropertyDescription.class).value();
    }
}
