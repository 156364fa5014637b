/** The doctor: why a board does not answer, and what to do about it. */
export { createDoctor, type DiagnoseOptions, type Doctor, type DoctorOptions } from './doctor.ts';
