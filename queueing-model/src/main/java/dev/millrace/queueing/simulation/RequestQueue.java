package dev.millrace.queueing.simulation;

import java.util.Arrays;

/** Requests in order of arrival: a ring of their start times, tags and work that grows as needed. */
final class RequestQueue {
    private double[] starts = new double[16];
    private int[] tags = new int[16];
    private double[] works = new double[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(double start, int tag, double workMs) {
        if (size == tags.length) {
            grow();
        }
        int tail = (head + size) & (tags.length - 1);
        starts[tail] = start;
        tags[tail] = tag;
        works[tail] = workMs;
        size++;
    }

    double firstStart() {
        return starts[head];
    }

    int firstTag() {
        return tags[head];
    }

    double firstWork() {
        return works[head];
    }

    void removeFirst() {
        head = (head + 1) & (tags.length - 1);
        size--;
    }

    private void grow() {
        int length = tags.length;
        double[] widerStarts = Arrays.copyOf(starts, 2 * length);
        double[] widerWorks = Arrays.copyOf(works, 2 * length);
        int[] widerTags = Arrays.copyOf(tags, 2 * length);
        // The ring is full: its part before the head moves behind its part from the head on.
        System.arraycopy(starts, 0, widerStarts, length, head);
        System.arraycopy(tags, 0, widerTags, length, head);
        System.arraycopy(works, 0, widerWorks, length, head);
        starts = widerStarts;
        works = widerWorks;
        tags = widerTags;
    }
}
