package dev.millrace.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** What one model costs on one type of device, measured or published. */
@Group("millrace.dev")
@Version("v1alpha1")
@Kind("ModelProfile")
@Plural("modelprofiles")
@Singular("modelprofile")
@ShortNames("mprofile")
@AdditionalPrinterColumn(name = "Model", jsonPath = ".spec.model", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Device Type",
        jsonPath = ".spec.deviceType",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Mean",
        jsonPath = ".spec.serviceTime[0].mean",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Switch", jsonPath = ".spec.switchTime", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Memory", jsonPath = ".spec.memory", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Source", jsonPath = ".spec.source.kind", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class ModelProfile extends CustomResource<ModelProfileSpec, Void> {}
