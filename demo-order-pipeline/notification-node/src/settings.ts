/** A variable of the function's environment that must be set. */
export function required(name: string): string {
    const value = process.env[name];
    if (value === undefined || value.trim() === '') {
        throw new Error(`${name} is not set`);
    }
    return value;
}

/** The days for which the inbox remembers an event: the bus's retention and the replay horizon. */
export function retentionDays(): number {
    const hours = (name: string) => Number(process.env[name] ?? '168');
    return Math.ceil((hours('TRISKEL_APP_BUS_RETENTION_HOURS') + hours('TRISKEL_APP_REPLAY_HORIZON_HOURS')) / 24);
}

/** The address of the function that answers links to orders. */
export function lookupBase(): URL {
    const base = new URL(required('TRISKEL_APP_LOOKUP_BASE'));
    if (!base.pathname.endsWith('/')) {
        throw new Error(`TRISKEL_APP_LOOKUP_BASE is '${base}', expected an http or https address that ends in /`);
    }
    return base;
}
