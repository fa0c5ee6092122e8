package dev.millrace.cluster;

import org.jspecify.annotations.Nullable;

/**
 * An object that a snapshot could not take as it is.
 *
 * @param kind kind of the object at fault, e.g. {@code InferenceApp}
 * @param namespace its namespace; null for cluster-scoped kinds
 * @param name its name
 * @param message one sentence that names field and value
 */
public record SnapshotProblem(String kind, @Nullable String namespace, String name, Reason reason, String message) {

    /** Why; the names stand in conditions and JSON. */
    public enum Reason {
        /** The app's InferenceModel does not exist: the app is not in the snapshot. */
        ModelNotFound,
        /** No ModelProfile fits any variant of the app's model: the app is in the snapshot, with variants without profiles. */
        NoProfile,
        /** A value that the snapshot cannot hold: the object is left out (a policy: its defaults hold). */
        InvalidSpec
    }

    static SnapshotProblem ofApp(dev.millrace.placement.model.AppRef app, Reason reason, String message) {
        return new SnapshotProblem("InferenceApp", app.namespace(), app.name(), reason, message);
    }
}
