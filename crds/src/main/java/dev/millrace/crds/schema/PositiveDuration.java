package dev.millrace.crds.schema;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A duration of the user's: a Kubernetes duration string greater than 0s. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@Pattern(Names.DURATION_PATTERN) @Size(min = 2, max = 32) @ValidationRule(value = "duration(self) > duration('0s')", message = "must be a duration greater than 0s")
public @interface PositiveDuration {}
