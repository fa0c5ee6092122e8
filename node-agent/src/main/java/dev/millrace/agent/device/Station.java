package dev.millrace.agent.device;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A device in operation: a discipline, an engine, and the time line that joins them. Executions of known length end at
 * their scheduled time, and what follows starts then: how late a thread woke up delays an answer, never the queue.
 * Thread-safe. Something has to call {@link #advance} when {@link #nextEndNanos} has come: see {@link StationClock}.
 */
public final class Station {
    private record Ended(Dispatch dispatch, long startedNanos, long endedNanos) {}

    /** What has to be told to listeners once the lock is free. */
    private static final class News {
        final List<Ended> ended = new ArrayList<>(2);
        final List<Job> expired = new ArrayList<>(0);
        final List<Job> refused = new ArrayList<>(0);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Discipline discipline;
    private final Engine engine;
    private final Map<Dispatch, Long> startedNanos = new IdentityHashMap<>();
    private final StationMeter meter;
    private boolean begun;
    private long lastNanos;
    private Runnable wakeUp = () -> {};
    private volatile ExecutionListener executions = ExecutionListener.NONE;

    public Station(Discipline discipline, Engine engine) {
        this.discipline = discipline;
        this.engine = engine;
        this.meter = new StationMeter();
        engine.onEnd(this::ended);
    }

    /** Where ended executions are told from now on. */
    public void onExecution(ExecutionListener listener) {
        this.executions = listener;
    }

    /** Called, under the lock, when the next end has become earlier. */
    void onEarlierEnd(Runnable action) {
        this.wakeUp = action;
    }

    /** Takes a job in at its entry time, or at the time of the station's last event where that is later. */
    public void submit(Job job) {
        submit(job, Room.ENDLESS);
    }

    /** Likewise; where there is no room, the job of least priority is refused, which may be this one. */
    public void submit(Job job, Room room) {
        News news = new News();
        lock.lock();
        try {
            long before = engine.nextEndNanos();
            long at = begun && lastNanos - job.enteredNanos() > 0 ? lastNanos : job.enteredNanos();
            catchUp(at, news);
            tick(at);
            Job entering = at == job.enteredNanos() ? job : job.enteredAt(at);
            if (makeRoom(entering, room, news)) {
                discipline.enqueue(entering);
                startWhatCan(at, news);
            }
            long after = engine.nextEndNanos();
            if (after != Engine.NONE && (before == Engine.NONE || after - before < 0)) {
                wakeUp.run();
            }
        } finally {
            lock.unlock();
        }
        tell(news);
    }

    private boolean makeRoom(Job job, Room room, News news) {
        boolean copyFull = room.perCopy() < Integer.MAX_VALUE && discipline.waiting(job.copy()) >= room.perCopy();
        if (!copyFull && discipline.waiting() < room.perDevice()) {
            return true;
        }
        Job least = discipline.least(copyFull ? job.copy() : null);
        if (least == null || least.priority() >= job.priority()) {
            news.refused.add(job);
            return false;
        }
        discipline.remove(least);
        news.refused.add(least);
        return true;
    }

    /** Ends what is due by that time, starts what follows, and returns when the next execution ends. */
    public long advance(long nowNanos) {
        News news = new News();
        long next;
        lock.lock();
        try {
            catchUp(nowNanos, news);
            next = engine.nextEndNanos();
        } finally {
            lock.unlock();
        }
        tell(news);
        return next;
    }

    /** When the next execution of known length ends; {@link Engine#NONE} when there is none. */
    public long nextEndNanos() {
        lock.lock();
        try {
            return engine.nextEndNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Runs an action on the discipline under the station's lock. */
    public void configure(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    public int waiting() {
        lock.lock();
        try {
            return discipline.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** Counters since the start; the busy time counts up to that moment. */
    public StationMeter.Reading meter(long nowNanos) {
        lock.lock();
        try {
            return meter.read(nowNanos, discipline.busy());
        } finally {
            lock.unlock();
        }
    }

    private void ended(Dispatch dispatch, long atNanos) {
        News news = new News();
        lock.lock();
        try {
            long before = engine.nextEndNanos();
            catchUp(atNanos, news);
            end(dispatch, begun && lastNanos - atNanos > 0 ? lastNanos : atNanos, news);
            long after = engine.nextEndNanos();
            if (after != before && after != Engine.NONE) {
                wakeUp.run();
            }
        } finally {
            lock.unlock();
        }
        tell(news);
    }

    private void catchUp(long nowNanos, News news) {
        for (long next = engine.nextEndNanos();
                next != Engine.NONE && next - nowNanos <= 0;
                next = engine.nextEndNanos()) {
            Dispatch dispatch = engine.takeEnded();
            if (dispatch == null) {
                return;
            }
            end(dispatch, next, news);
        }
    }

    private void end(Dispatch dispatch, long atNanos, News news) {
        tick(atNanos);
        discipline.completed(dispatch);
        Long started = startedNanos.remove(dispatch);
        news.ended.add(new Ended(dispatch, started == null ? atNanos : started, atNanos));
        startWhatCan(atNanos, news);
    }

    private void startWhatCan(long atNanos, News news) {
        for (Dispatch next = discipline.next(atNanos, news.expired::add);
                next != null;
                next = discipline.next(atNanos, news.expired::add)) {
            if (next.switchNanos() > 0) {
                meter.switched();
            }
            startedNanos.put(next, atNanos);
            engine.start(next, atNanos);
        }
    }

    private void tick(long atNanos) {
        meter.advance(atNanos, discipline.busy());
        lastNanos = atNanos;
        begun = true;
    }

    private void tell(News news) {
        for (Job job : news.expired) {
            job.listener().expired();
        }
        for (Job job : news.refused) {
            job.listener().refused();
        }
        for (Ended end : news.ended) {
            List<Job> jobs = end.dispatch().jobs();
            long switchNanos = end.dispatch().switchNanos();
            executions.executed(
                    end.dispatch().copy(),
                    jobs.size(),
                    end.endedNanos() - end.startedNanos() - switchNanos,
                    switchNanos);
            for (Job job : jobs) {
                job.listener()
                        .served(new Visit(
                                job.enteredNanos(),
                                end.startedNanos(),
                                end.dispatch().switchNanos(),
                                end.endedNanos(),
                                jobs.size()));
            }
        }
    }
}
