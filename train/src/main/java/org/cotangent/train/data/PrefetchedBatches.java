package org.cotangent.train.data;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cotangent.train.Batch;

/**
 * Batches that threads make ahead. Threads end when the last batch is made, with {@link #close}, or, if that is
 * forgotten, soon after there is nothing left that they may do.
 */
final class PrefetchedBatches implements Batches {
    private static final int PATIENCE_SECONDS = 30;

    private final BatchMaker maker;
    private final int prefetch;
    private final ThreadPoolExecutor pool;
    private final Queue<Future<Batch>> ahead = new ArrayDeque<>();
    private int begun;
    private int taken;
    private volatile boolean closed;

    PrefetchedBatches(BatchMaker maker, int first, int workers, int prefetch) {
        this.maker = maker;
        this.prefetch = prefetch;
        this.begun = first;
        this.taken = first;
        this.pool = new ThreadPoolExecutor(
                workers,
                workers,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("cotangent-loader-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        begin();
    }

    /** Lets threads begin with as many batches as may be ahead. */
    private void begin() {
        while (ahead.size() < prefetch && begun < maker.count()) {
            int number = begun++;
            ahead.add(pool.submit(() -> maker.make(number, () -> !closed)));
        }
        if (begun == maker.count()) {
            pool.shutdown();
        }
    }

    @Override
    public Iterator<Batch> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !closed && taken < maker.count();
            }

            @Override
            public Batch next() {
                return take();
            }
        };
    }

    private Batch take() {
        Future<Batch> next = closed ? null : ahead.poll();
        if (next == null) {
            throw new NoSuchElementException();
        }
        taken++;
        try {
            Batch batch = next.get();
            begin();
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new DataException("interrupted while waiting for a batch", e);
        } catch (ExecutionException e) {
            close();
            switch (e.getCause()) {
                case DataException problem -> throw new DataException(String.valueOf(problem.getMessage()), problem);
                case Error error -> throw error;
                case null, default -> throw new DataException("a batch could not be made: " + e.getCause(), e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        pool.shutdown();
        pool.getQueue().clear();
        ahead.clear();
        try {
            if (!pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(PrefetchedBatches.class.getName())
                        .log(Level.WARNING, "a sample takes longer than {0} s; its thread goes on", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
