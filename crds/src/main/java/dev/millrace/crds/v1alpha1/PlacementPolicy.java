package dev.millrace.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** How apps are placed; the policy named default is used. */
@Group("millrace.dev")
@Version("v1alpha1")
@Kind("PlacementPolicy")
@Plural("placementpolicies")
@Singular("placementpolicy")
@ShortNames("ppolicy")
@AdditionalPrinterColumn(name = "Algorithm", jsonPath = ".spec.algorithm", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Goal", jsonPath = ".spec.goal", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Max Utilization",
        jsonPath = ".spec.maxUtilization",
        type = AdditionalPrinterColumn.Type.NUMBER)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class PlacementPolicy extends CustomResource<PlacementPolicySpec, Void> {}
