package io.triskel.console;

import java.time.Duration;
import java.util.List;

/** What one screen of the page shows. */
interface Screen {
    /** A screen that the page asks for, page by page. */
    Screen OF_PAGES = new Screen() {
        @Override
        public List<Message> look() {
            return List.of();
        }

        @Override
        public Duration every() {
            return Duration.ofHours(1);
        }
    };

    /**
     * {@return the screen's messages as of now, in bounded time and number}
     *
     * @throws io.triskel.event.PortException if a port fails: the page keeps what it has
     */
    List<Message> look();

    /** {@return how long the messages stay as they are, while somebody looks} */
    Duration every();
}
