package dev.millrace.placement.model;

import java.util.List;

/**
 * Why an app is not hosted.
 *
 * @param message one sentence in plain English
 * @param candidates the devices that came closest, best first; empty where no device was eligible at all
 */
public record Refusal(AppRef app, RefusalReason reason, String message, List<Candidate> candidates) {
    public Refusal {
        Require.text("message", message);
        candidates = List.copyOf(candidates);
    }
}
