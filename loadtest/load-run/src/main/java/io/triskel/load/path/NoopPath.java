package io.triskel.load.path;

import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.Stamp;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A path without a bus: the generator's thread hands bytes to a consumer's, with every check that a bus's events have. It measures what the
 * tool itself costs and can do. A paused consumer makes the generator wait.
 */
public final class NoopPath implements LoadPath {
    private static final int FRAMES = 16;

    private final long run;
    private final int size;
    private final byte[] text;
    private final ArrayBlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(FRAMES);
    private final ArrayBlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(FRAMES);
    private volatile boolean closed;
    private Thread consumer = new Thread();

    /**
     * Creates it.
     *
     * @param size of an event, in bytes
     * @param burst the most events of a burst
     */
    public NoopPath(long run, int size, int burst) {
        this.run = run;
        this.size = Math.max(Stamp.BYTES, size);
        this.text = new byte[this.size - Stamp.BYTES];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + i % 26);
        }
        for (int i = 0; i < FRAMES; i++) {
            empty.add(ByteBuffer.allocate(this.size * burst));
        }
    }

    @Override
    public void start(Arrived arrived, Pauses pauses) {
        consumer = new Thread(() -> consume(arrived, pauses), "consumer-0");
        consumer.setDaemon(true);
        consumer.start();
    }

    private void consume(Arrived arrived, Pauses pauses) {
        try {
            while (!closed) {
                if (pauses.untilNext().isZero()) {
                    TimeUnit.MILLISECONDS.sleep(1);
                    continue;
                }
                ByteBuffer frame = full.poll(1, TimeUnit.MILLISECONDS);
                if (frame != null) {
                    read(frame, arrived);
                    frame.clear();
                    empty.put(frame);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(ByteBuffer frame, Arrived arrived) {
        for (int start = 0; start + size <= frame.limit(); start += size) {
            frame.position(start);
            int body = Stamp.checksum(frame, start + Stamp.BYTES, size - Stamp.BYTES);
            Stamp.read(frame)
                    .ifPresentOrElse(
                            stamp -> arrived.arrived(0, stamp, body == stamp.body()), () -> arrived.unreadable(0));
        }
    }

    @Override
    public void send(Burst burst, Answered answered) {
        try {
            ByteBuffer frame = empty.take();
            for (int i = 0; i < burst.size(); i++) {
                int start = i * size;
                frame.position(start + Stamp.BYTES);
                frame.put(text);
                int body = Stamp.checksum(frame, start + Stamp.BYTES, text.length);
                frame.position(start);
                new Stamp(run, burst.key(i), burst.number(i), burst.intended(i), burst.sent(), body).write(frame);
            }
            frame.position(0);
            frame.limit(burst.size() * size);
            full.put(frame);
            answered.answered(burst);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void resume(int key) {
        // Nothing is ever refused.
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public void close() {
        closed = true;
        consumer.interrupt();
    }
}
