package io.triskel.orders.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.run.ViewRebuilt.Sources;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewRebuiltTest {
    private static ViewRebuilt from(long archive, long bus) {
        return new ViewRebuilt(true, 0, Optional.of(new Sources(archive, bus)));
    }

    @Test
    void an_equal_view_from_archive_and_bus_is_sound() {
        assertThat(from(5310, 12).sound()).isTrue();
        assertThat(from(5310, 0).sound()).isTrue();
    }

    @Test
    void one_that_the_bus_alone_accounts_for_is_not() {
        assertThat(from(0, 5310).sound()).isFalse();
    }

    @Test
    void one_of_no_events_is_sound() {
        assertThat(from(0, 0).sound()).isTrue();
    }

    @Test
    void one_that_left_records_out_or_differs_is_not() {
        assertThat(new ViewRebuilt(true, 1, Optional.empty()).sound()).isFalse();
        assertThat(new ViewRebuilt(false, 0, Optional.empty()).sound()).isFalse();
    }
}
