package io.triskel.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RowsSideBySideTest {
    private final List<String> done = new ArrayList<>();

    private static Map<String, Integer> rows(int many) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (int row = 0; row < many; row++) {
            rows.put("row-" + row, row);
        }
        return rows;
    }

    @Test
    void an_executor_that_begins_nothing_holds_nothing_up() {
        RowsSideBySide.run(rows(3), (id, row) -> done.add(id), never -> {});

        assertThat(done).containsExactly("row-0", "row-1", "row-2");
    }

    @Test
    void an_executor_that_is_full_holds_nothing_up() {
        RowsSideBySide.run(rows(3), (id, row) -> done.add(id), full -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(done).containsExactly("row-0", "row-1", "row-2");
    }

    @Test
    void a_thread_that_comes_late_finds_nothing_to_do() {
        List<Runnable> late = new ArrayList<>();
        RowsSideBySide.run(rows(3), (id, row) -> done.add(id), late::add);

        late.forEach(Runnable::run);

        assertThat(late).hasSize(2);
        assertThat(done).hasSize(3);
    }

    @Test
    void rows_wait_for_their_stores_at_the_same_time() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch together = new CountDownLatch(4);
        try {
            RowsSideBySide.run(
                    rows(4),
                    (id, row) -> {
                        together.countDown();
                        try {
                            assertThat(together.await(4, TimeUnit.MINUTES)).isTrue();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    },
                    threads);
        } finally {
            threads.shutdownNow();
        }

        assertThat(together.getCount()).isZero();
    }

    @Test
    void the_first_failure_is_thrown_and_nothing_more_is_begun() {
        assertThatThrownBy(() -> RowsSideBySide.run(
                        rows(3),
                        (id, row) -> {
                            done.add(id);
                            throw new PortException(id + " is throttled");
                        },
                        Runnable::run))
                .hasMessage("row-0 is throttled");

        assertThat(done).containsExactly("row-0");
    }

    @Test
    void an_error_of_another_thread_is_thrown_to_the_caller() {
        List<Runnable> waiting = new ArrayList<>();

        assertThatThrownBy(() -> RowsSideBySide.run(
                        rows(2),
                        (id, row) -> {
                            if (id.equals("row-0")) {
                                // Another thread takes the second row while the caller has the first.
                                inAnotherThread(waiting.get(0));
                            } else {
                                throw new StackOverflowError(id);
                            }
                        },
                        waiting::add))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("row-1");
    }

    private static void inAnotherThread(Runnable work) {
        Thread other = new Thread(work);
        other.setUncaughtExceptionHandler((thread, expected) -> {});
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
