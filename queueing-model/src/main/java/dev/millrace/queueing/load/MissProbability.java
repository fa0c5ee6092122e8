package dev.millrace.queueing.load;

import java.util.List;

/**
 * Probability that a request finds its copy not resident on an EdgeTPU that serves in order of arrival.
 *
 * <p>For Poisson flows the classes of successive requests are independent, so the last request that decided the
 * residency of copy k was one of k itself with probability p_k / (p_k + f_k), f_k the rate of requests that evict k.
 */
final class MissProbability {
    private MissProbability() {}

    /** Probability of a miss for {@code traffic.get(k)}, in the order of {@code traffic}. */
    static double[] of(List<CopyTraffic> traffic) {
        double[] misses = new double[traffic.size()];
        for (int k = 0; k < misses.length; k++) {
            CopyTraffic own = traffic.get(k);
            double evicting = 0;
            for (CopyTraffic other : traffic) {
                if (other != own && evicts(other, own)) {
                    evicting += other.ratePerMs();
                }
            }
            misses[k] = evicting / (evicting + own.ratePerMs());
        }
        return misses;
    }

    /** Whether loading {@code loaded} evicts {@code resident}: unless both are of one named set. */
    static boolean evicts(CopyTraffic loaded, CopyTraffic resident) {
        String set = resident.copy().coResidentSet();
        return set == null || !set.equals(loaded.copy().coResidentSet());
    }
}
