/** Settings that clients may change while the server runs. They are kept and shown; traces and a log file are not written. */
export class ServerSettings {
  readonly trace: TraceSettings = { ...initialTrace };
  /** Model -> what was set for it alone. */
  readonly traceOfModel = new Map<string, Partial<TraceSettings>>();
  readonly log: LogSettings = {
    log_file: '',
    log_info: true,
    log_warning: true,
    log_error: true,
    log_verbose_level: 0,
    log_format: 'default',
  };
}

/** Numbers are texts here, as the trace extension has them. */
export interface TraceSettings {
  trace_level: readonly string[];
  trace_rate: string;
  trace_count: string;
  log_frequency: string;
  trace_file: string;
  trace_mode: string;
}

export interface LogSettings {
  log_file: string;
  log_info: boolean;
  log_warning: boolean;
  log_error: boolean;
  log_verbose_level: number;
  log_format: string;
}

/** What the server starts with, and what null brings back. */
export const initialTrace: TraceSettings = {
  trace_level: ['OFF'],
  trace_rate: '1000',
  trace_count: '-1',
  log_frequency: '0',
  trace_file: '',
  trace_mode: 'triton',
};
