package io.triskel.observe;

/** The observer that does nothing. */
enum Silent implements Observer {
    SILENT
}
