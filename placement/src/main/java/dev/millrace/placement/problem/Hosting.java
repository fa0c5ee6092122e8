package dev.millrace.placement.problem;

import java.util.List;

/**
 * Where one app runs: one part a replica, on different devices.
 *
 * @param parts at least one; shares sum to 1
 */
public record Hosting(int appIndex, List<Part> parts) {

    /** One replica and the fraction of the app's requests it serves. */
    public record Part(Option option, double share) {}

    public Hosting {
        parts = List.copyOf(parts);
    }

    /** The whole app in one place. */
    public static Hosting whole(Option option) {
        return new Hosting(option.appIndex(), List.of(new Part(option, 1.0)));
    }

    /** Whether one of the parts lies on that device. */
    public boolean uses(Site site) {
        return parts.stream().anyMatch(part -> part.option().site().index() == site.index());
    }

    /** Whether both use the same devices and variants, whatever the shares. */
    public boolean samePlaces(Hosting other) {
        return parts.size() == other.parts.size()
                && parts.stream()
                        .allMatch(part -> other.parts.stream()
                                .anyMatch(there -> there.option().site().index()
                                                == part.option().site().index()
                                        && there.option().variantIndex()
                                                == part.option().variantIndex()));
    }
}
